// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors
//
// The header's assertions hold or this does not compile.

#include "muse_wire_checks.h"
