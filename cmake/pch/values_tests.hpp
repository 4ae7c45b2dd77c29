// Precompiled for tests of rooms without actors.
#pragma once

#include <gtest/gtest.h>

#include "cmake/pch/values.hpp"
