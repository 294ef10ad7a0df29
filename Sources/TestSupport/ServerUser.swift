import Foundation

/// Who servers run as: ourselves, or somebody else where we are root, since they refuse to run as root.
package struct ServerUser: Sendable {
    private let account: (name: String, user: uid_t, group: gid_t)?

    package init() throws {
        guard getuid() == 0 else {
            account = nil
            return
        }
        for name in ["postgres", "nobody"] {
            if let entry = getpwnam(name) {
                account = (name, entry.pointee.pw_uid, entry.pointee.pw_gid)
                return
            }
        }
        throw ToolError("Servers refuse to run as root, and there is neither a user postgres nor nobody")
    }

    /// What to put before a command, so that it runs as this user.
    var prefix: [String] {
        guard let account else { return [] }
        return ["/usr/bin/setpriv", "--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups", "--"]
    }

    func own(_ path: String) throws {
        guard let account else { return }
        guard chown(path, account.user, account.group) == 0 else {
            throw ToolError("cannot give \(path) to \(account.name): \(String(cString: strerror(errno)))")
        }
    }
}
