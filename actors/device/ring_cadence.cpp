// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/ring_cadence.hpp"

#include <algorithm>

namespace offhook::device {

namespace {

using ms = std::chrono::milliseconds;

struct Row {
  std::string_view country;
  RingCadence cadence;
};

// clang-format off
constexpr auto table = std::to_array<Row>({
    {"at", {{ms{1000}, ms{5000}}, 2}},
    {"au", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
    {"be", {{ms{1000}, ms{3000}}, 2}},
    {"bg", {{ms{1000}, ms{4000}}, 2}},
    {"br", {{ms{1000}, ms{4000}}, 2}},
    {"ch", {{ms{1000}, ms{4000}}, 2}},
    {"cl", {{ms{1000}, ms{3000}}, 2}},
    {"cn", {{ms{1000}, ms{4000}}, 2}},
    {"cz", {{ms{1000}, ms{4000}}, 2}},
    {"de", {{ms{1000}, ms{4000}}, 2}},
    {"dk", {{ms{1000}, ms{4000}}, 2}},
    {"ee", {{ms{1000}, ms{4000}}, 2}},
    {"es", {{ms{1500}, ms{3000}}, 2}},
    {"fi", {{ms{1000}, ms{4000}}, 2}},
    {"fr", {{ms{1500}, ms{3500}}, 2}},
    {"gb", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
    {"gr", {{ms{1000}, ms{4000}}, 2}},
    {"hu", {{ms{1250}, ms{3750}}, 2}},
    {"id", {{ms{1000}, ms{4000}}, 2}},
    {"il", {{ms{1000}, ms{3000}}, 2}},
    {"in", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
    {"it", {{ms{1000}, ms{4000}}, 2}},
    {"jp", {{ms{1000}, ms{2000}}, 2}},
    {"lt", {{ms{1000}, ms{4000}}, 2}},
    {"mx", {{ms{2000}, ms{4000}}, 2}},
    {"my", {{ms{2000}, ms{4000}}, 2}},
    {"nl", {{ms{1000}, ms{4000}}, 2}},
    {"no", {{ms{1000}, ms{4000}}, 2}},
    {"nz", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
    {"ph", {{ms{1000}, ms{4000}}, 2}},
    {"pl", {{ms{1000}, ms{4000}}, 2}},
    {"pt", {{ms{1000}, ms{5000}}, 2}},
    {"ru", {{ms{1000}, ms{4000}}, 2}},
    {"se", {{ms{1000}, ms{5000}}, 2}},
    {"sg", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
    {"th", {{ms{1000}, ms{4000}}, 2}},
    {"tw", {{ms{1000}, ms{4000}}, 2}},
    {"us", {{ms{2000}, ms{4000}}, 2}},
    {"ve", {{ms{1000}, ms{4000}}, 2}},
    {"za", {{ms{400}, ms{200}, ms{400}, ms{2000}}, 4}},
});
// clang-format on

}  // namespace

RingCadence ring_cadence(std::string_view country) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Row& row) { return row.country == country; });
  return found == table.end() ? default_ring_cadence : found->cadence;
}

RingCadence bellcore_cadence(std::uint32_t number) {
  switch (number) {
    case 2:
      return {{ms{800}, ms{400}, ms{800}, ms{4000}}, 4};
    case 3:
      return {{ms{400}, ms{200}, ms{400}, ms{200}, ms{800}, ms{4000}}, 6};
    case 4:
      return {{ms{300}, ms{200}, ms{1000}, ms{200}, ms{300}, ms{4000}}, 6};
    case 5:
      // The reminder of a forwarded line: one splash. Here it repeats, as any other ring, so that a
      // call that nobody forwarded is not missed.
      return {{ms{500}, ms{5500}}, 2};
    default:
      return default_ring_cadence;
  }
}

}  // namespace offhook::device
