/// Text as Python's `str` methods see it: by code points and with Python's idea of white space.
extension StringProtocol {
    /// `str.strip()`
    var stripped: String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first.isPythonSpace { bytes.removeFirst() }
        while let last = bytes.last, last.isPythonSpace { bytes.removeLast() }
        // Beyond ASCII there are other blanks.
        guard bytes.first ?? 0 >= 0x80 || bytes.last ?? 0 >= 0x80 else { return String(Substring(bytes)) }
        return String(Substring(bytes).strippedEnd.unicodeScalars.drop(while: \.isPythonSpace))
    }

    /// `str.rstrip()`
    var strippedEnd: String {
        var scalars = Substring(self).unicodeScalars
        while let last = scalars.last, last.isPythonSpace { scalars.removeLast() }
        return String(scalars)
    }
}

extension UInt8 {
    var isPythonSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) || (0x1C...0x1F).contains(self) }
}

extension Unicode.Scalar {
    fileprivate var isPythonSpace: Bool { value < 0x80 ? UInt8(value).isPythonSpace : properties.isWhitespace }
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
