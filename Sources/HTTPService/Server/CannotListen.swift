import Glibc

/// An address could not be taken.
package struct CannotListen: Error, CustomStringConvertible {
    package let address: ListenAddress
    private let errorNumber: CInt
    private let reason: String

    init(address: ListenAddress, errorNumber: CInt) {
        self.address = address
        self.errorNumber = errorNumber
        reason = String(cString: strerror(errorNumber))
    }

    /// The name of the host leads to no address.
    init(unknownHost address: ListenAddress) {
        self.address = address
        errorNumber = 0
        reason = "there is no such host"
    }

    package var description: String {
        switch (address, errorNumber) {
        case (.unix, EADDRINUSE):
            "Cannot listen on \(address): somebody else does. Stop them, or choose another with --web.listen-address."
        case (.unix, EEXIST):
            "Cannot listen on \(address): a file is there that is no socket. Remove it, or choose another with "
                + "--web.listen-address."
        case (_, EADDRINUSE):
            "Cannot listen on \(address): the port is in use. Stop what uses it, or choose another with --web.listen-address."
        case (.tcp, EACCES):
            "Cannot listen on \(address): not permitted. Choose a port above 1023 with --web.listen-address."
        case (.inherited, _):
            "Cannot listen on \(address): \(reason). The socket unit must have ListenStream."
        default:
            "Cannot listen on \(address): \(reason). Correct --web.listen-address."
        }
    }
}
