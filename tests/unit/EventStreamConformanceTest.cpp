// The rules of the WHATWG HTML standard, section 9.2, one by one, from tests/conformance/event-stream.json;
// the engine tests ask real browsers the same.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "codec/Json.h"
#include "stream/EventStreamParser.h"
#include "stream/Utf8.h"

namespace holdfast {
namespace {

using codec::Json;

std::string decoded(std::string_view bytes) {
  std::string text;
  appendReplacingInvalid(text, bytes);
  return text;
}

struct Outcome : EventStreamParser::Sink {
  bool onEvent(std::string_view type, std::string_view data) override {
    events.push_back(Json::array({decoded(type), decoded(data), decoded(parser.lastEventId())}));
    return true;
  }

  void feed(std::string_view bytes) {
    buffer.append(bytes);
    EXPECT_FALSE(parser.parse(buffer, *this));
  }

  InputBuffer buffer;
  EventStreamParser parser;
  Json events = Json::array();
};

std::string fromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

Json casesOfTheStandard() {
  std::ifstream file{HOLDFAST_TEST_FOLDER "/conformance/event-stream.json"};
  EXPECT_TRUE(file.is_open()) << "the cases are not there";
  return Json::parse(file, nullptr, false);
}

/// What the case names is compared: not every case speaks of ids.
void expectAs(const Json& wanted, const Outcome& outcome, const std::string& how) {
  ASSERT_EQ(outcome.events.size(), wanted["events"].size()) << how << outcome.events.dump();
  for (std::size_t i = 0; i < outcome.events.size(); ++i) {
    const Json& event = wanted["events"][i];
    for (std::size_t part = 0; part < event.size(); ++part)
      EXPECT_EQ(outcome.events[i][part], event[part]) << how;
  }
  if (wanted.contains("lastEventId")) {
    EXPECT_EQ(decoded(outcome.parser.lastEventId()), wanted["lastEventId"].get<std::string>()) << how;
  }
  if (wanted.contains("retryMs")) {
    EXPECT_EQ(outcome.parser.retryMs(), wanted["retryMs"].get<std::uint32_t>()) << how;
  }
}

TEST(EventStreamConformance, EveryRuleHoldsForEveryCut) {
  const Json cases = casesOfTheStandard();
  ASSERT_GT(cases.size(), 40U);
  for (const Json& one : cases) {
    const std::string rule = one["section"].get<std::string>() + ": " + one["rule"].get<std::string>();
    const std::string stream =
        one.contains("bytes") ? fromHex(one["bytes"].get<std::string>()) : one["stream"].get<std::string>();
    const std::string_view bytes = stream;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      Outcome outcome;
      outcome.feed(bytes.substr(0, cut));
      outcome.feed(bytes.substr(cut));
      expectAs(one, outcome, rule + ", cut at " + std::to_string(cut));
    }
    Outcome slowly;
    for (const char c : bytes) slowly.feed({&c, 1});
    expectAs(one, slowly, rule + ", byte by byte");
  }
}

}  // namespace
}  // namespace holdfast
