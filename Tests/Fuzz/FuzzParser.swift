// Compiled together with the sources of PythonSource by `make fuzz-parser`, and not a target of the package: only
// libFuzzer has a use for it.

/// Reads any bytes as a version file: parses them, and asks for what a header is asked for,
/// and for what functions do.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParser(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let module = PythonModule(parsing: Array(UnsafeBufferPointer(start: start, count: count)))
    let scope = module.scope
    for name in ["revision", "down_revision", "branch_labels", "depends_on", "__doc__", "upgrade"] {
        _ = scope.value(of: name)
    }
    for statement in module.statements {
        if case .function(let function) = statement.node { _ = function.body }
    }
    return 0
}
