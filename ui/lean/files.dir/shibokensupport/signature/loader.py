"""What Shiboken asks for at a start; `ui.signatures` answers."""

from shibokensupport.signature import mapping  # noqa: F401 -- Shiboken expects it to be there
from ui.signatures import *  # noqa: F403
from ui.signatures import __getattr__  # noqa: F401
