import Glibc

/// The text of a file that a setting names. Never waits: a pipe or a device is not read.
struct TextFile {
    let text: String

    init(path: String) throws(UnusableFile) {
        guard var text = String(validating: try Self.bytes(of: path), as: UTF8.self) else { throw .notUTF8 }
        // The mark with which some editors begin a file.
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        self.text = text
    }

    /// Without the white space around it.
    var trimmed: String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The bytes of a regular file.
    static func bytes(of path: String) throws(UnusableFile) -> [UInt8] {
        // Does not wait for the other end of a pipe.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw UnusableFile(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw UnusableFile(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .directory
        default: throw .special
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw UnusableFile(errno) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= UnusableFile.limit else { throw .tooLarge }
        }
    }
}

/// Why a file that a setting names is of no use, and what to do about it.
struct UnusableFile: Error, Equatable {
    let reason: String
    let cure: String

    static let limit = 16 << 20
    static let notUTF8 = Self(reason: "it is no UTF-8 text", cure: "Save it as UTF-8.")
    static let directory = Self(reason: "it is a directory", cure: "Name a file in it.")
    static let special = Self(reason: "it is a pipe or a device", cure: "Name a regular file.")
    static let tooLarge = Self(reason: "it is larger than 16 MB", cure: "Name the file that is meant.")

    /// `place`: who names it.
    func sentence(of path: String, namedBy place: String) -> String {
        "\(place) names \(path), which cannot be read: \(reason). \(cure)"
    }
}

extension UnusableFile {
    fileprivate init(_ errorNumber: CInt) {
        switch errorNumber {
        case ENOENT, ENOTDIR:
            self.init(reason: "there is no such file", cure: "Correct the name.")
        case EACCES, EPERM:
            self.init(
                reason: "permission is denied", cure: "Let this user read it, and search the directories above it.")
        default:
            self.init(
                reason: String(cString: strerror(errorNumber)), cure: "Correct the name, or mend its file system.")
        }
    }
}
