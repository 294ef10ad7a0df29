extension StatusPage {
    /// The page's look, in light and dark, from a phone's width upward.
    static let style = """
        :root{color-scheme:light dark;--page:#f6f8fa;--card:#fff;--text:#1f2328;--faint:#59636e;--edge:#d1d9e0;\
        --good:#1a7f37;--doubt:#9a6700;--bad:#cf222e;--link:#0969da;--l0:#57606a;--l1:#0969da;--l2:#8250df;--l3:#bf3989;\
        --l4:#1b7c83;font:16px/1.5 system-ui,sans-serif}\
        @media(prefers-color-scheme:dark){:root{--page:#0d1117;--card:#151b23;--text:#e6edf3;--faint:#9198a1;--edge:#3d444d;\
        --good:#3fb950;--doubt:#d29922;--bad:#f85149;--link:#4493f8;--l0:#8b949e;--l1:#58a6ff;--l2:#bc8cff;--l3:#f778ba;\
        --l4:#39c5cf}}\
        *{box-sizing:border-box}body{max-width:56rem;margin:0 auto;padding:1rem;background:var(--page);color:var(--text)}\
        header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1rem}\
        h1,h2,header p{margin:0}h1{font-size:1.5rem}h2{font-size:1.25rem;overflow-wrap:anywhere;min-width:0}\
        h3{font-size:1rem;margin:1.25rem 0 .25rem}a{color:var(--link)}code{font:.875em ui-monospace,monospace}\
        small,.more,footer{color:var(--faint)}small{font-size:.875em}\
        section{background:var(--card);border:1px solid var(--edge);border-left:.5rem solid;border-radius:.5rem;\
        padding:1rem;margin:1rem 0}section.healthy{border-left-color:var(--good)}\
        section.degraded{border-left-color:var(--doubt)}section.unhealthy{border-left-color:var(--bad)}\
        .badge{border:1px solid;border-radius:1rem;padding:0 .75rem;font-weight:600;white-space:nowrap}\
        .badge.healthy{color:var(--good)}.badge.degraded{color:var(--doubt)}.badge.unhealthy{color:var(--bad)}\
        .state{font-size:1.125rem;margin:.5rem 0}.error{border-left:3px solid var(--bad);padding-left:.75rem;\
        overflow-wrap:anywhere}dl{margin:.75rem 0}dl div{display:flex;gap:0 1rem}dt{flex:0 0 9rem;color:var(--faint)}\
        dd{margin:0;min-width:0;overflow-wrap:anywhere}ul,ol{margin:0;padding-left:2rem}li{overflow-wrap:anywhere}\
        nav ul{padding:0;list-style:none}nav li{display:flex;justify-content:space-between;gap:1rem;margin:.375rem 0}\
        .names ul,.missing ul{display:flex;flex-wrap:wrap;gap:.375rem;padding:0;list-style:none}\
        .names li,.missing li{border:1px solid var(--edge);border-radius:.375rem;padding:0 .5rem}\
        .missing h3,.missing li{color:var(--bad)}.missing li{border-color:currentcolor}.more{margin:.25rem 0}\
        .graph{display:flex;align-items:flex-start}.graph svg{flex:none;fill:none;stroke-width:2}\
        .graph ol{flex:1;min-width:0;padding:0 0 0 .25rem;list-style:none}\
        .graph li{height:28px;line-height:28px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}\
        .tag{border:1px solid;border-radius:.75rem;padding:0 .5rem;font-size:.75rem;font-weight:600}\
        b.current{color:var(--good)}b.pending{color:var(--doubt)}.line0{stroke:var(--l0)}.line1{stroke:var(--l1)}\
        .line2{stroke:var(--l2)}.line3{stroke:var(--l3)}.line4{stroke:var(--l4)}.needs{stroke-dasharray:2 4}\
        .mark{fill:var(--l0)}.current{fill:var(--good)}.ring{stroke:var(--good)}\
        .pending{fill:var(--card);stroke:var(--doubt)}\
        table{border-collapse:collapse}th{text-align:left;font-weight:500;color:var(--faint)}th,td{padding:.125rem 1rem .125rem 0;\
        vertical-align:top}td:first-child,td:last-child{white-space:nowrap}\
        .links a,footer a,footer span{margin-right:1rem;white-space:nowrap}.links{margin-bottom:0}\
        @media(max-width:30rem){body{padding:.5rem}dl div{gap:0 .5rem}dt{flex-basis:5rem}\
        section{padding:.75rem}.graph li,table{font-size:.875rem}td,th{padding-right:.5rem}}
        """
}
