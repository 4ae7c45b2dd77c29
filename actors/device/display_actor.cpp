// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/display_actor.hpp"

#include "actors/device/text_width.hpp"

namespace offhook::device {

namespace {

/// Brings `shown` to `wanted`, cut to `columns` and missing entries being blank, by
/// `write(index, text)`. An entry that could not be written is tried again the next time. Returns
/// the first failure.
template <class Write>
absl::Status update(std::vector<std::string>& shown, const std::vector<std::string>& wanted,
                    std::size_t columns, Write write) {
  absl::Status result;
  for (std::uint32_t i = 0; i < shown.size(); ++i) {
    const auto text = i < wanted.size() ? cut_to_width(wanted[i], columns) : std::string();
    if (shown[i] == text) continue;
    const auto status = write(i, text);
    result.Update(status);
    if (status.ok()) shown[i] = text;
  }
  return result;
}

}  // namespace

DisplayActor::DisplayActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                           DeviceListener listener)
    : DeviceActor(config, std::move(board), std::move(listener), "display") {
  const auto size = this->board().display().size();
  columns_ = size.columns;
  rows_.resize(size.rows);
  soft_keys_.resize(size.soft_keys);
}

DisplayActor::behavior_type DisplayActor::make_behavior() {
  return {[this](const ShowPage& page) { show(page); }};
}

void DisplayActor::show(const ShowPage& page) {
  const auto& display = board().display();
  auto status = update(
      rows_, page.lines, columns_,
      [&](std::uint32_t row, const std::string& text) { return display.set_line(row, text); });
  // How wide a label may be knows the board alone.
  status.Update(
      update(soft_keys_, page.soft_keys, columns_, [&](std::uint32_t i, const std::string& label) {
        return display.set_soft_key(i + 1, label);
      }));
  report(status);
}

}  // namespace offhook::device
