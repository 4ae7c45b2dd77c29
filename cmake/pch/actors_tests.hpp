// Precompiled for tests of rooms of actors.
#pragma once

#include "cmake/pch/actors.hpp"

#include <gtest/gtest.h>
