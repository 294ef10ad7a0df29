import HTTPTypes
import Synchronization

/// Who may connect and who may ask: one value, exchanged as a whole.
package struct WebAccess: Sendable {
    let tls: TLSServer?
    /// `nil` where nobody has to show a password.
    let passwords: Passwords?
    let rateLimit: RateLimit?
    /// Added to every answer, in place of one of the same name.
    let headers: HTTPFields

    /// - `headers`: names that are no header's are left out.
    package init(
        tls: TLSServer? = nil, passwords: Passwords? = nil, rateLimit: RateLimit? = nil,
        headers: [(name: String, value: String)] = []
    ) {
        self.tls = tls
        self.passwords = passwords
        self.rateLimit = rateLimit
        self.headers = HTTPFields(
            headers.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } })
    }
}

/// The rules that count now.
package final class AccessControl: Sendable {
    private let current: Mutex<WebAccess>

    package init(_ rules: WebAccess = WebAccess()) {
        current = Mutex(rules)
    }

    var rules: WebAccess { current.withLock { $0 } }

    /// New connections and requests go by these; those that are there already stay.
    package func exchange(_ rules: WebAccess) { current.withLock { $0 = rules } }
}
