// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whose the files of a view are, and who may read and write them: as on the image, so that a mount shows nobody more
/// than the image did.
public struct FUSEAccess: Sendable, Hashable {
    public var user: UInt32
    public var group: UInt32
    /// The nine permission bits of a file; what may be read of it may be searched of a folder.
    public var permissions: UInt32

    public init(user: UInt32, group: UInt32, permissions: UInt32) {
        self.user = user
        self.group = group
        self.permissions = permissions & 0o777
    }

    /// The caller's own, for nobody else.
    public static var own: FUSEAccess { FUSEAccess(user: geteuid(), group: getegid(), permissions: 0o600) }

    /// Bits of a file of the view.
    func file(isWritable: Bool) -> UInt32 { permissions & (isWritable ? 0o666 : 0o444) }

    /// Bits of a folder of the view: nothing is made or removed in it.
    var folder: UInt32 { permissions & 0o444 | (permissions & 0o444) >> 2 }
}
