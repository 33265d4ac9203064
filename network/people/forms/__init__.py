"""What people type: to come in, to set the network up, about people and municipalities."""

from network.people.forms.sign_in import AskForm, CodeForm, LanguageForm

__all__ = ["AskForm", "CodeForm", "LanguageForm"]
