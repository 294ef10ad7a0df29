import CProcess
import Glibc

/// The memory of this process holds passwords: no image of it is written, whatever happens.
enum MemoryImages {
    /// Holds for what this process starts, too, as far as it does not take it back.
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Neither can fail for a process that lowers its own limits; if one did, the other still holds.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = forbid_dumps()
    }
}
