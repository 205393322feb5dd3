"""Pages for coordinators: server-rendered, in Vietnamese, without scripts."""
