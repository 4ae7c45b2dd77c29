// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/field_table.hpp"

#include <memory>

#include "actors/base/status.hpp"
#include "actors/sip/block_pool.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::sip {
namespace {

constexpr std::size_t most = limits::own_header_fields;

}  // namespace

FieldTable::~FieldTable() {
  if (first_ != inline_.data()) block_pool::give_back(first_, most * sizeof(FieldSpan));
}

void FieldTable::grow() {
  OFFHOOK_CHECK(capacity_ == inline_count);  // the parser refuses more than `most`
  auto* const larger = static_cast<FieldSpan*>(block_pool::take(most * sizeof(FieldSpan)));
  std::uninitialized_copy(first_, first_ + count_, larger);
  first_ = larger;
  capacity_ = most;
}

}  // namespace offhook::sip
