// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace offhook::corpus {

/// One message of RFC 4475 or RFC 5118: its cells in index.csv by the heads of their columns, and
/// "path" for `read_file`.
using Row = std::map<std::string, std::string>;

inline std::string read_file(const std::string& path) {
  std::ifstream file(OFFHOOK_TEST_DATA "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back().push_back(c);
  }
  return cells;
}

/// The rows of both.
inline std::vector<Row> rows() {
  std::vector<Row> rows;
  for (const std::string folder : {"rfc4475", "rfc5118"}) {
    std::ifstream file(OFFHOOK_TEST_DATA "/" + folder + "/index.csv");
    std::vector<std::string> heads;
    for (std::string line; std::getline(file, line);) {
      const auto cells = split_csv(line);
      if (heads.empty()) {
        heads = cells;
        continue;
      }
      Row row{{"path", folder + "/" + cells.front()}};
      for (std::size_t i = 0; i < std::min(heads.size(), cells.size()); ++i)
        row[heads[i]] = cells[i];
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace offhook::corpus
