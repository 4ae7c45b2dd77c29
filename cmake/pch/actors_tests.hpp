// Precompiled for tests of rooms of actors.
#pragma once

#include <gtest/gtest.h>

#include "cmake/pch/actors.hpp"
