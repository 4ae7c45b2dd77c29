// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/contact_csv.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace offhook::phone {
namespace {

enum class Column : std::uint8_t { name, number, group, ring_tone, blocked, contact_id };

struct ColumnName {
  std::string_view name;
  Column column;
};
constexpr auto column_names = std::to_array<ColumnName>({{"name", Column::name},
                                                         {"number", Column::number},
                                                         {"group", Column::group},
                                                         {"ring_tone", Column::ring_tone},
                                                         {"blocked", Column::blocked},
                                                         {"contact_id", Column::contact_id}});

struct Place {
  std::size_t line = 1, column = 1;
};
struct Field {
  std::string text;
  Place place;
};
using Record = std::vector<Field>;

/// Takes a text apart, record by record.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file) : text_(text), file_(file) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";  // spreadsheets begin with it
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
    const auto first_line = text_.substr(0, text_.find('\n'));
    if (first_line.find(';') != std::string_view::npos) separator_ = ';';
  }

  [[nodiscard]] absl::Status fault(Place at, const std::string& what) const {
    return invalid_argument(file_ + ":" + std::to_string(at.line) + ":" +
                            std::to_string(at.column) + ": " + what);
  }

  /// The next record that is not an empty line; nullopt at the end.
  absl::StatusOr<std::optional<Record>> next() {
    while (!text_.empty()) {
      auto record = read();
      if (!record.ok()) return record.status();
      if (record->size() > 1 || !record->front().text.empty()) return *std::move(record);
    }
    return std::nullopt;
  }

 private:
  absl::StatusOr<Record> read() {
    Record record;
    do {
      Field field{{}, at_};
      const bool quoted = !text_.empty() && text_.front() == '"';
      if (auto status = quoted ? read_quoted(field) : read_plain(field); !status.ok())
        return status;
      record.push_back(std::move(field));
    } while (take(separator_));
    take('\r');
    if (!text_.empty() && !take('\n'))
      return fault(at_, "expected a separator or the end of the line behind a quoted text");
    return record;
  }

  absl::Status read_plain(Field& field) {
    while (!text_.empty() && text_.front() != separator_ && text_.front() != '\n' &&
           !text_.starts_with("\r\n")) {
      if (text_.front() == '"') return fault(at_, "a quote within a text that is not quoted");
      field.text += step();
    }
    return absl::OkStatus();
  }

  /// §2.7: a quote within is written twice.
  absl::Status read_quoted(Field& field) {
    step();
    while (!text_.empty()) {
      if (!take('"'))
        field.text += step();
      else if (take('"'))
        field.text += '"';
      else
        return absl::OkStatus();
    }
    return fault(field.place, "a quoted text has no end");
  }

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    step();
    return true;
  }
  char step() {
    const char c = text_.front();
    text_.remove_prefix(1);
    ++at_.column;
    if (c == '\n') at_ = {at_.line + 1, 1};
    return c;
  }

  std::string_view text_;
  const std::string& file_;
  char separator_ = ',';
  Place at_;
};

std::string known_columns() {
  std::string known;
  for (const auto& each : column_names) known.append(known.empty() ? "" : ", ").append(each.name);
  return known;
}

absl::StatusOr<std::vector<Column>> read_columns(const CsvReader& csv, const Record& record) {
  std::vector<Column> columns;
  for (const auto& field : record) {
    const auto known = std::ranges::find(column_names, field.text, &ColumnName::name);
    if (known == column_names.end())
      return csv.fault(field.place, "no column '" + field.text +
                                        "'; the first line names some of " + known_columns());
    const auto most = known->column == Column::number ? most_contact_numbers : 1;
    if (static_cast<std::size_t>(std::ranges::count(columns, known->column)) >= most)
      return csv.fault(field.place, "'" + field.text + "' stands there too often");
    columns.push_back(known->column);
  }
  for (const auto needed : {Column::name, Column::number})
    if (std::ranges::find(columns, needed) == columns.end())
      return csv.fault(record.front().place, "the columns name and number must be there");
  return columns;
}

/// An error without the place says what is wrong with the field.
absl::Status read_field(Column column, const std::string& text, Contact& into) {
  switch (column) {
    case Column::name:
      into.name = text;
      break;
    case Column::number:
      if (!text.empty()) into.numbers.push_back(text);
      break;
    case Column::group:
      into.group = text;
      break;
    case Column::ring_tone:
      into.ring_tone = text;
      break;
    case Column::blocked:
      if (text != "yes" && text != "no" && !text.empty())
        return invalid_argument("blocked is yes or no");
      into.blocked = text == "yes";
      break;
    case Column::contact_id:
      into.contact_id = text;
      break;
  }
  return absl::OkStatus();
}

absl::StatusOr<Contact> read_contact(const CsvReader& csv, const Record& record,
                                     const std::vector<Column>& columns) {
  const auto start = record.front().place;
  if (record.size() != columns.size())
    return csv.fault(start, "expected " + std::to_string(columns.size()) + " fields, not " +
                                std::to_string(record.size()));
  Contact contact;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (auto status = read_field(columns[i], record[i].text, contact); !status.ok())
      return csv.fault(record[i].place, message_of(status));
  if (auto status = check_contact(contact); !status.ok())
    return csv.fault(start, message_of(status));
  return contact;
}

/// Quoted where RFC 4180 §2.6 asks for it.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",;\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

}  // namespace

absl::StatusOr<std::vector<Contact>> parse_contacts_csv(std::string_view text,
                                                        const std::string& file) {
  if (text.size() > most_csv_octets)
    return absl::ResourceExhaustedError(file + ": larger than 1 MiB");
  CsvReader csv(text, file);
  auto head = csv.next();
  if (!head.ok()) return head.status();
  if (!head->has_value())
    return csv.fault({}, "the first line must name the columns: " + known_columns());
  const auto columns = read_columns(csv, **head);
  if (!columns.ok()) return columns.status();
  std::vector<Contact> contacts;
  while (true) {
    const auto record = csv.next();
    if (!record.ok()) return record.status();
    if (!record->has_value()) return contacts;
    if (contacts.size() == most_contacts)
      return absl::ResourceExhaustedError(
          file + ":" + std::to_string((*record)->front().place.line) +
          ":1: the phone keeps at most " + std::to_string(most_contacts) + " contacts");
    auto contact = read_contact(csv, **record, *columns);
    if (!contact.ok()) return contact.status();
    contacts.push_back(*std::move(contact));
  }
}

std::string contacts_csv(const std::vector<Contact>& contacts) {
  std::size_t numbers = 1;
  for (const auto& contact : contacts) numbers = std::max(numbers, contact.numbers.size());
  std::string text = "name";
  for (std::size_t i = 0; i < numbers; ++i) text += ",number";
  text += ",group,ring_tone,blocked,contact_id\r\n";
  for (const auto& contact : contacts) {
    text += quoted(contact.name);
    for (std::size_t i = 0; i < numbers; ++i)
      text += "," + (i < contact.numbers.size() ? quoted(contact.numbers[i]) : std::string());
    text += "," + quoted(contact.group) + "," + quoted(contact.ring_tone) +
            (contact.blocked ? ",yes," : ",no,") + quoted(contact.contact_id) + "\r\n";
  }
  return text;
}

}  // namespace offhook::phone
