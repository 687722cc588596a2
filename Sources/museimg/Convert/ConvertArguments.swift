// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

public import ArgumentParser
public import Conversion
public import FormatKit

// The engine's own words are the command line's.
extension ConversionOptions.OOB: ExpressibleByArgument {}
extension ConversionOptions.Missing: ExpressibleByArgument {}
extension BadBlockPolicy: ExpressibleByArgument {}
extension ConversionOptions.OnError: ExpressibleByArgument {}
