// Precompiled for tests of rooms without actors.
#pragma once

#include "cmake/pch/values.hpp"

#include <gtest/gtest.h>
