// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import FUSEView
import FormatKit
import Synchronization

/// A live mount as files in a folder.
public final class FUSEFace: MountFace {
    private let view: FUSEView
    private let path: String
    private let thread = Mutex<WorkerThread?>(nil)

    /// - Parameter path: of the folder, absolute.
    public init(_ view: FUSEView, at path: String) {
        self.view = view
        self.path = path
    }

    public func appear() throws -> String {
        try view.mount(at: path)
        let view = view
        let running = try WorkerThread { view.run() }
        thread.withLock { $0 = running }
        return path
    }

    public var isThere: Bool { thread.withLock { $0.map { !$0.isDone } ?? false } }

    public func leave(force: Bool) -> Bool {
        // Whoever unmounts it otherwise was faster: then it is gone.
        guard (try? view.unmount(isForced: force)) != .busy else { return false }
        let running = thread.withLock { $0.take() }
        running?.join()
        return true
    }

    public var counters: [String: Int] { view.counters }
}
