"""What stands behind a window at its start and knows nothing of Qt, read while Qt is linked."""

import db.commands.assess
import db.commands.elsewhere
import db.commands.enrolment
import db.commands.packages
import db.commands.preferences
import db.commands.profile
import db.commands.submission
import db.filling
import db.history
import db.queries.checklist
import db.queries.disputes
import db.queries.handing
import db.queries.ledger
import db.queries.quarantine
import db.queries.replica
import db.queries.rounds
import db.queries.sets
import db.recovery  # noqa: F401
import desktop.asking
import desktop.logs
import desktop.profile
import desktop.settings  # noqa: F401
import rules.explain
import rules.progress
import rules.thresholds  # noqa: F401
import sync.errors  # noqa: F401
