"""Two sentences for the facilitator to say at each kind of item."""

from network.core.language import lazy_gettext as _l

ARRIVAL = _l(
    "Say: Good morning, hold your badge to the camera at the door, and take a coffee. "
    "Greet somebody from another municipality before you sit down."
)
LOG_IN = _l(
    "Say: Good morning, write your name and your municipality, and say hello so that we know the sound works. "
    "Keep Samling open on the phone beside you."
)
WELCOME = _l(
    "Say: Welcome, today we work on one question, and you go home with one thing to do. "
    "First we see what became of what you took home last time, also that which got stuck."
)
MASTER_WELCOME = _l(
    "Say: Welcome, today you try a method yourselves, and by the afternoon you can use it at home. "
    "It is meant to be unfamiliar at first, so ask early."
)
TALK = _l(
    "Say: While we listen, write on the phone one line on what this challenges you on; only you see it. "
    "Send questions as they come to you, and we take them afterwards."
)
TRY_TALK = _l(
    "Say: Now it is about Monday morning, when you stand there alone. "
    "Write down the first thing that you will try, and who you need with you."
)
QUESTIONS = _l(
    "Say: We take the questions that most of you want answered, and begin with municipalities not heard yet. "
    "Those we do not reach go to the speaker, and the answers come to all of you."
)
MIXED = _l(
    "Say: Look at your phone, find your table, and greet those you have not worked with before. "
    "You write alone first, and only then talk, so that everybody's thought is on the table."
)
MIXED_AGAIN = _l(
    "Say: Stay in the group that you had, and take up the thread where you left it. "
    "This time you try it out, so choose a matter that one of you really has on the desk."
)
LUNCH = _l(
    "Say: Now we eat, and we start again when the clock on the screen says so. "
    "Sit down with somebody you were not in a group with."
)
COFFEE = _l(
    "Say: We take a short break, and the screen shows when we go on. Leave your things, the tables stay as they are."
)
STRETCH = _l(
    "Say: Stand up and look out of a window; we go on in five minutes. "
    "Leave the meeting open, so that you need not log in again."
)
CASE = _l(
    "Say: Now a neighbour tells what they did, also what did not go well. "
    "Press “want to know more” when you hear something that you could use."
)
CASE_QUESTIONS = _l(
    "Say: What would you have to know before you tried this at home? "
    "The municipality answers the first ones here, and the rest in writing."
)
PLENARY = _l(
    "Say: Each group shows one note, and we listen for what only one of you thought of. "
    "What is alike is folded together; nothing is thrown away."
)
TO_OWN = _l(
    "Say: Take a coffee with you and go to your own municipality's table. "
    "Guests and officials go to the group that has asked for help."
)
GOING_HOME = _l(
    "Say: Now you agree on one thing that you will do, who does it, and what happens in the next fourteen days. "
    "One thing that is done beats five that are forgotten, and nothing this time is also an answer when you say why."
)
READY = _l(
    "Say: Each municipality that is ready says so on the phone, and three of you read out one sentence. "
    "We clap for what is small enough to be done."
)
EVALUATION = _l(
    "Say: Three taps on the phone, and tell us what to do differently next time. "
    "The date of the next gathering is on the screen, so put it in your calendar now."
)
