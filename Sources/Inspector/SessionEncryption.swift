package import MigrationModel

/// How the session with a database is encrypted.
package struct SessionEncryption: Sendable, Equatable {
    /// As `TLSv1.3`.
    package let version: String
    package let cipher: String
    /// When the server's certificate expires; `nil` where that cannot be told.
    package let certificateExpiry: Timestamp?

    package init(version: String, cipher: String, certificateExpiry: Timestamp?) {
        self.version = version
        self.cipher = cipher
        self.certificateExpiry = certificateExpiry
    }
}
