"""Tables of what follows a gathering: how people found the day, and what the council is told."""

from network.followup.models.briefings import (
    AgendaRoute,
    Briefing,
    BriefingApproval,
    BriefingFile,
    BriefingSending,
    BriefingState,
)
from network.followup.models.evaluations import EvaluationAnswer, EvaluationChoice, EvaluationRemark

__all__ = [
    "AgendaRoute",
    "Briefing",
    "BriefingApproval",
    "BriefingFile",
    "BriefingSending",
    "BriefingState",
    "EvaluationAnswer",
    "EvaluationChoice",
    "EvaluationRemark",
]
