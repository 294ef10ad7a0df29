import MigrationModel

/// Values that another file of the project gives.
extension EdgeCase {
    static let imports: [EdgeCase] = [
        importing("a constant of a package", "from mypkg.common import PREFIX\nrevision = PREFIX + '1'"),
        importing("one by another name", "from mypkg.common import REVISION as R\nrevision = f'{R}_x'"),
        importing("the very name", "from mypkg.common import REVISION as revision"),
        importing("a module", "from mypkg import common\nrevision = 'a1'\nbranch_labels = (common.EXPAND, 'x')"),
        importing("a module by another name", "import mypkg.common as c\nrevision = c.REVISION"),
        importing("a module by its path", "import mypkg.common\nrevision = mypkg.common.REVISION"),
        importing("a constant that is put together", "from mypkg.common import LONG\nrevision = LONG"),
        importing("a package's own", "from mypkg import AGAIN\nrevision = AGAIN"),
        importing("every name", "from mypkg.common import *\nrevision = REVISION"),
        importing("every name of a list", "from mypkg.listed import *\nrevision = LISTED\ndepends_on = None"),
        importing("a module of a package with a star", "from starry.ids import ID\nrevision = ID"),
        importing("a module of such a package by its name", "from starry import ids\nrevision = ids.ID"),
        importing("every name of a package outside the project", "from sqlalchemy import *\nrevision = 'a1'"),
        importing(
            "every name of one inside and one outside",
            "from sqlalchemy import *\nfrom mypkg.common import *\nrevision = REVISION"),
        importing(
            "every name of a file that has those of a package outside", "from mypkg.outer import *\nrevision = 'a1'"),
        importing("every name, behind a revision", "revision = 'zz'\nfrom mypkg.ids import *"),
        importing(
            "every name of a package outside, without a revision", "from sqlalchemy import *",
            finds: [.dynamicRevision], differs: true
        ),
        importing(
            "a list that is changed",
            "from mypkg.lists import LABELS\nLABELS.append('y')\nrevision = 'a1'\n"
                + "branch_labels = LABELS", finds: [.dynamicLabel], differs: true),
        importing(
            "a list that is changed by its path",
            "import mypkg.lists\nmypkg.lists.LABELS.append('y')\nrevision = 'a1'\n"
                + "branch_labels = mypkg.lists.LABELS", finds: [.dynamicLabel], differs: true),
        importing("a circle of files", "from mypkg.first import FIRST\nrevision = FIRST"),
        importing("a directory without __init__.py", "from mypkgs.names.common import REVISION\nrevision = REVISION"),
        importing("a directory of prepend_sys_path", "from mypkg_src import REVISION\nrevision = REVISION"),
        importing("a file beside env.py", "from mig.shared import REVISION\nrevision = REVISION"),
        importing(
            "a value that is computed", "from mypkg.common import COMPUTED\nrevision = COMPUTED",
            finds: [.dynamicRevision], differs: true),
        importing(
            "a file outside the project", "from string import digits\nrevision = digits", finds: [.dynamicRevision],
            differs: true),
        importing(
            "a label from outside the project", "from string import digits\nrevision = 'a1'\nbranch_labels = (digits,)",
            finds: [.dynamicLabel], differs: true),
        importing(
            "one that may be either", "if __name__:\n    from mypkg.common import REVISION\nrevision = REVISION",
            finds: [.dynamicRevision], differs: true),
        importing("a name that is not there", "from mypkg.common import NO\nrevision = NO", finds: [.dynamicRevision]),
        // A version file belongs to no package.
        importing(
            "a relative import", "from ..shared import REVISION\nrevision = REVISION", finds: [.dynamicRevision]),
    ]

    private static func importing(
        _ name: String, _ header: String, finds: [FindingKind] = [], differs: Bool = false
    ) -> EdgeCase {
        var example = EdgeCase(
            "imports: \(name)", versions: ["a.py": header + "\ndown_revision = None\ndef upgrade(): pass\n"],
            finds: finds, differs: differs)
        example.ini = "[alembic]\nscript_location = %(here)s/mig\nprepend_sys_path = .:src\npath_separator = os\n"
        let files = [
            "mypkg/__init__.py": "from .common import REVISION as AGAIN\n",
            "mypkg/common.py":
                "import os\nPREFIX = 'a'\nREVISION = 'a2'\nEXPAND = 'expand'\nLONG = f'{PREFIX}{REVISION}'\n"
                + "COMPUTED = os.path.basename('a3')\n",
            "starry/__init__.py": "from .other import *\n",
            "starry/other.py": "OTHER = 'no'\n",
            "starry/ids.py": "ID = 'a10'\n",
            "mypkg/outer.py": "from sqlalchemy import *\n",
            "mypkg/ids.py": "revision = 'a11'\n",
            "mypkg/lists.py": "LABELS = ['x']\n",
            "mypkg/listed.py": "__all__ = ['LISTED']\nLISTED = 'a4'\ndepends_on = 'no'\n",
            "mypkg/first.py": "from . import second\nFIRST = 'a5'\n",
            "mypkg/second.py": "from . import first\nSECOND = 'a6'\n",
            "mypkgs/names/common.py": "REVISION = 'a7'\n",
            "src/mypkg_src.py": "REVISION = 'a8'\n",
            "mig/shared.py": "REVISION = 'a9'\n",
        ]
        for (path, text) in files { example.files[path] = Array(text.utf8) }
        return example
    }
}
