/// Text as Python's `str` methods see it: by code points and with Python's idea of white space.
extension StringProtocol {
    /// `str.strip()`
    var stripped: String { Substring(self).strippedEnd.strippedStart }

    /// `str.rstrip()`
    var strippedEnd: String {
        var scalars = Substring(self).unicodeScalars
        while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
        return String(scalars)
    }

    private var strippedStart: String { String(Substring(self).unicodeScalars.drop(while: \.isPythonSpace)) }
}

extension Unicode.Scalar {
    fileprivate var isPythonSpace: Bool {
        value < 0x80
            ? value == 0x20 || (0x09...0x0D).contains(value) || (0x1C...0x1F).contains(value)
            : properties.isWhitespace
    }
}

/// The lines of a text file, with all three kinds of line end.
func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
        defer { afterReturn = scalar == "\r" }
        if scalar == "\n" && afterReturn { continue }
        if scalar == "\n" || scalar == "\r" {
            lines.append(String(line))
            line = String.UnicodeScalarView()
        } else {
            line.append(scalar)
        }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
}
