import Exposition
import FoundationEssentials
import Glibc

extension ProcessFigures {
    /// What the kernel says of this process, from `/proc/self` (proc(5)) and getrusage(2).
    static var ofThisProcess: ProcessFigures {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        // Sizes in pages: the whole, then what is resident.
        let pages = words(in: "/proc/self/statm").prefix(2).compactMap { Double($0) }
        let pageSize = Double(sysconf(CInt(_SC_PAGESIZE)))
        let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        return ProcessFigures(
            cpuSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
            residentBytes: pages.count == 2 ? pages[1] * pageSize : nil,
            virtualBytes: pages.count == 2 ? pages[0] * pageSize : nil,
            openFileDescriptors: descriptors.map(Double.init),
            maximumFileDescriptors: Double(limit.rlim_cur), startTimeSeconds: startTime)
    }

    /// Field 22 of `/proc/self/stat`, in clock ticks since the machine started.
    private static let startTime: Double? = {
        let fields = words(in: "/proc/self/stat", after: ")")
        let booted = (try? String(contentsOf: URL(filePath: "/proc/stat"), encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst("btime ".count)) }
        guard fields.count > 19, let ticks = Double(fields[19]), let booted else { return nil }
        return booted + ticks / Double(sysconf(CInt(_SC_CLK_TCK)))
    }()

    private static func words(in path: String, after mark: Character? = nil) -> [Substring] {
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else { return [] }
        let rest = mark.flatMap { text.lastIndex(of: $0) }.map { text[text.index(after: $0)...] } ?? text[...]
        return rest.split(whereSeparator: \.isWhitespace)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
