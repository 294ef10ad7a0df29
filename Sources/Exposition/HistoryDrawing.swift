import MigrationModel

extension MigrationHistory {
    /// The graph for the page: lines and marks at the left, and beside each mark its revision in words.
    ///
    /// A head is a diamond, what is pending is hollow, and a ring stands around what is current, so that nobody needs
    /// the colours.
    func drawing(limit: Int) -> String {
        let shown = revisions.prefix(limit)
        let layout = GraphLayout(revisions, limit: limit)
        let grid = Grid(lanes: layout.width, rows: shown.count)
        let lines = layout.lines.map { grid.path($0) }.joined()
        let marks = zip(shown, layout.lanes).enumerated().map { row, place in
            mark(of: place.0, x: grid.x(place.1), y: grid.y(row))
        }
        return """
            <div class="graph">
            <svg width="\(grid.width)" height="\(grid.height)" role="img" aria-label="The graph of the revisions">\
            \(lines)\(marks.joined())</svg>
            <ol>
            \(shown.map { "<li>\(line(of: $0))</li>\n" }.joined())</ol>
            </div>
            \(rest(after: limit))<p class="more">Diamond: head. Ring: current. Hollow: pending. Dotted: depends on.</p>

            """
    }

    private func rest(after limit: Int) -> String {
        let hidden = revisions.dropFirst(limit)
        guard !hidden.isEmpty else { return "" }
        let current = hidden.filter { isCurrent($0) }.map { "<code>\($0.id.text.asHTML)</code>" }
        let among = current.isEmpty ? "" : ", among them the current \(current.joined(separator: ", "))"
        return "<p class=\"more\">and \(hidden.count) older revisions\(among)</p>\n"
    }

    private func line(of revision: Revision) -> String {
        var tags = ""
        if isHead(revision) { tags += "<b class=\"tag\">head</b> " }
        if isCurrent(revision) { tags += "<b class=\"tag current\">current</b> " }
        if isPending(revision) { tags += "<b class=\"tag pending\">pending</b> " }
        return "<code>\(revision.id.text.asHTML)</code> \(tags)\(revision.message.asHTML)"
    }

    private func mark(of revision: Revision, x: String, y: Int) -> String {
        let kind = isPending(revision) ? "pending" : isCurrent(revision) ? "current" : "mark"
        let ring = isCurrent(revision) ? "<circle class=\"ring\" cx=\"\(x)\" cy=\"\(y)\" r=\"9\"/>" : ""
        let shape =
            isHead(revision)
            ? "<path class=\"\(kind)\" d=\"M\(x) \(y - 6)l6 6-6 6-6-6z\"/>"
            : "<circle class=\"\(kind)\" cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
        return ring + shape
    }
}

/// Places in pixels. The rows are as high as those of the list beside it.
private struct Grid {
    private static let rowHeight = 28
    /// Many lanes stand closer, so that the words beside them stay in sight.
    private let step: Double
    let width: Int
    let height: Int

    init(lanes: Int, rows: Int) {
        step = min(18, 200 / Double(max(lanes, 1)))
        width = 22 + Int(step * Double(max(lanes - 1, 0)))
        height = rows * Self.rowHeight
    }

    func x(_ lane: Int) -> String { (11 + step * Double(lane)).tenths }
    func y(_ row: Int) -> Int { row * Self.rowHeight + Self.rowHeight / 2 }

    func path(_ line: GraphLayout.Line) -> String {
        let kind = "line\(line.lane % 5)\(line.isDependency ? " needs" : "")"
        return "<path class=\"\(kind)\" d=\"M\(x(line.start)) \(y(line.row))\(course(line))\"/>"
    }

    /// Into the lane within the first row, down along it, and out of it within the last row.
    private func course(_ line: GraphLayout.Line) -> String {
        if let end = line.end, end.row == line.row + 1 { return bend(from: line.start, to: end.lane, below: line.row) }
        let entry = bend(from: line.start, to: line.lane, below: line.row)
        guard let end = line.end else { return "\(entry)V\(height)" }
        let along = end.row > line.row + 2 ? "V\(y(end.row - 1))" : ""
        return "\(entry)\(along)\(bend(from: line.lane, to: end.lane, below: end.row - 1))"
    }

    private func bend(from start: Int, to end: Int, below row: Int) -> String {
        if start == end { return "V\(y(row + 1))" }
        let middle = y(row) + Self.rowHeight / 2
        return "C\(x(start)) \(middle) \(x(end)) \(middle) \(x(end)) \(y(row + 1))"
    }
}
