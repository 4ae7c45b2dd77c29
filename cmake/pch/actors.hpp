// Precompiled for rooms of actors: CAF costs seconds, so pay once.
#pragma once

#include "actors/base/act.hpp"
#include "cmake/pch/values.hpp"
