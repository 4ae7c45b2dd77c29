// Precompiled for rooms of actors: CAF costs seconds, so pay once.
#pragma once

#include "cmake/pch/values.hpp"

#include "actors/base/act.hpp"
