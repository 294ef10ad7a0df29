import CZlib

/// The bytes as one gzip member (RFC 1952); `nil` where zlib has no memory for its work.
package func gzipped(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = unsafe z_stream()
    // zlib remembers where its stream lies, so one address must hold for all calls.
    return unsafe withUnsafeMutablePointer(to: &stream) { stream in
        // 15 is the largest window, and 16 more asks for gzip's frame in place of zlib's own.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let started = unsafe deflateInit2_(
            stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        guard started == Z_OK else { return nil }
        defer { unsafe _ = deflateEnd(stream) }
        var input = bytes
        let longest = unsafe Int(deflateBound(stream, UInt(input.count)))
        var isWhole = false
        let output = unsafe [UInt8](unsafeUninitializedCapacity: longest) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(longest)
                isWhole = unsafe deflate(stream, Z_FINISH) == Z_STREAM_END
                count = unsafe longest - Int(stream.pointee.avail_out)
            }
        }
        return isWhole ? output : nil
    }
}
