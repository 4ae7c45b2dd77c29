// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/describe_json.hpp"

#include <gtest/gtest.h>

#include "actors/control/json_schema.hpp"

namespace offhook::control {

enum class Colour : std::uint8_t { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)
struct Lamp {
  std::string name;
  Colour colour = Colour::red;
  std::optional<int> blink_ms{};
};
BOOST_DESCRIBE_STRUCT(Lamp, (), (name, colour, blink_ms))
struct Panel {
  std::vector<Lamp> lamps;
  std::uint8_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(Panel, (), (lamps, rows))

namespace {

Misfit misfit_of(std::string_view text) {
  Panel panel;
  auto misfit = from_json(json::parse(text), panel);
  EXPECT_TRUE(misfit) << text;
  return misfit.value_or(Misfit{});
}

TEST(DescribeJson, GoesThereAndBack) {
  const Panel panel{{{"power", Colour::green, 300}, {"mail", Colour::red, {}}}, 2};

  const auto value = to_json(panel);
  Panel back;
  const auto misfit = from_json(value, back);

  EXPECT_EQ(json::serialize(value), R"({"lamps":[{"name":"power","colour":"green","blink_ms":300},)"
                                    R"({"name":"mail","colour":"red"}],"rows":2})");
  EXPECT_FALSE(misfit);
  EXPECT_EQ(to_json(back), value);
}

TEST(DescribeJson, NamesAnUnknownMemberByItsPointer) {
  const auto misfit = misfit_of(R"({"lamps":[{"name":"a","colour":"red","a/b~":1}],"rows":1})");
  EXPECT_EQ(misfit.reason, Misfit::Reason::unknown_member);
  EXPECT_EQ(misfit.pointer, "/lamps/0/a~1b~0");
}

TEST(DescribeJson, NamesAMissingMember) {
  const auto misfit = misfit_of(R"({"lamps":[{"colour":"red"}],"rows":1})");
  EXPECT_EQ(misfit.reason, Misfit::Reason::missing_member);
  EXPECT_EQ(misfit.pointer, "/lamps/0/name");
}

TEST(DescribeJson, NamesAWrongType) {
  EXPECT_EQ(misfit_of(R"({"lamps":7,"rows":1})").pointer, "/lamps");
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":"1"})").message, "must be integer");
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":1.0})").message, "must be integer");
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":null})").reason, Misfit::Reason::wrong_type);
  EXPECT_EQ(misfit_of(R"([])").pointer, "");
  EXPECT_EQ(misfit_of(R"({"lamps":[{"name":"a","colour":"blue"}],"rows":1})").message,
            "must be one of red green");
}

TEST(DescribeJson, RefusesANumberThatDoesNotFit) {
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":256})").reason, Misfit::Reason::out_of_range);
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":-1})").reason, Misfit::Reason::out_of_range);
  EXPECT_EQ(misfit_of(R"({"lamps":[],"rows":18446744073709551615})").reason,
            Misfit::Reason::out_of_range);
}

TEST(DescribeJson, DoesNotRepeatALongName) {
  const std::string name(500, 'x');
  EXPECT_EQ(misfit_of("{\"" + name + "\":1}").pointer, "/(long name)");
}

TEST(JsonSchema, DescribesStructsOnceAndRefersToThem) {
  Schemas schemas;

  const auto reference = schemas.of<Panel>();

  EXPECT_EQ(json::serialize(reference), R"({"$ref":"#/components/schemas/Panel"})");
  EXPECT_EQ(json::serialize(schemas.collected().at("Lamp")),
            R"({"type":"object","properties":{"name":{"type":"string"},)"
            R"("colour":{"type":"string","enum":["red","green"]},"blink_ms":{"type":"integer"}},)"
            R"("required":["name","colour"]})");
  EXPECT_EQ(json::serialize(schemas.collected().at("Panel").at("properties").at("lamps")),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Lamp"}})");
}

}  // namespace
}  // namespace offhook::control
