// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

exit(Program.run(Array(CommandLine.arguments.dropFirst())).code)
