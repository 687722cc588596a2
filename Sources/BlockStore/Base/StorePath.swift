// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Paths that a store keeps: relative to its own folder for what lies below it, else from the root.
enum StorePath {
    static func resolved(_ path: String, beside store: String) -> String {
        guard !path.hasPrefix("/"), !path.isEmpty else { return path }
        return folder(of: store) + path
    }

    /// - Parameters:
    ///   - path: of a file that is there.
    ///   - store: may not be there yet; its folder is.
    static func kept(_ path: String, beside store: String) -> String {
        let whole = absolute(path)
        let folder = absolute(folder(of: store) + ".")
        let prefix = folder == "/" ? folder : folder + "/"
        return whole.hasPrefix(prefix) ? String(whole.dropFirst(prefix.count)) : whole
    }

    /// With links resolved; as it is when there is no such file.
    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// With a slash at its end; empty for the working folder.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
