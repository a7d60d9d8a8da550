#include "codec/AppendCodec.h"

#include <gtest/gtest.h>

#include "codec/AppendBody.h"

namespace holdfast::codec {
namespace {

constexpr std::size_t kLimit = 1'000;
constexpr auto kPayload = R"({"id":"m1","role":"user","content":"Hi","createdAt":"2026-11-22T10:00:00Z"})";

std::string requestWith(const std::string& messages) {
  return R"({"conversationId":"talk","writer":"tab","messages":)" + messages + "}";
}

TEST(AppendCodec, TheServerReadsWhatTheClientBuilds) {
  AppendBody body{"talk", "tab"};
  body.addMessage(7, kPayload);
  body.addTombstone(8);
  body.addMessage(9, kPayload);
  const Result<AppendRequest> read = decodeAppendRequest(std::move(body).finish(), kLimit);
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read.value().conversationId, "talk");
  EXPECT_EQ(read.value().writer, "tab");
  ASSERT_EQ(read.value().messages.size(), 3U);
  EXPECT_EQ(std::get<Message>(read.value().messages[0].body).content, "Hi");
  EXPECT_TRUE(std::holds_alternative<Tombstone>(read.value().messages[1].body));
  EXPECT_EQ(read.value().messages[2].seq, 9U);
}

TEST(AppendCodec, TheClientReadsWhatTheServerBuilds) {
  AppendAnswer answer{"talk",
                      "tab",
                      5,
                      {{1, "m1", AppendStatus::Stored, 12, {}},
                       {2, "m2", AppendStatus::Duplicate, {}, {}},
                       {3, "m3", AppendStatus::Rejected, {}, Problem{422, "bad-taste", "No"}},
                       {4, "", AppendStatus::Skipped, {}, {}}}};
  const Result<AppendAnswer> read = decodeAppendAnswer(encodeAppendAnswer(answer));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(read.value().nextSeq, 5U);
  ASSERT_EQ(read.value().results.size(), 4U);
  EXPECT_EQ(read.value().results[0].position, 12U);
  EXPECT_EQ(read.value().results[1].status, AppendStatus::Duplicate);
  EXPECT_EQ(read.value().results[2].problem->code, "bad-taste");
  EXPECT_EQ(read.value().results[3].status, AppendStatus::Skipped);
}

TEST(AppendCodec, AMessageThatIsNotAcceptableKeepsItsPlace) {
  const auto read = decodeAppendRequest(
      requestWith(R"([{"seq":1,"id":"m1","role":"boss","content":"Hi","createdAt":"2026-11-22T10:00:00Z"}])"),
      kLimit);
  ASSERT_TRUE(read.ok()) << read.error().detail;
  const auto& refused = std::get<Unacceptable>(read.value().messages.front().body);
  EXPECT_EQ(refused.id, "m1");
  EXPECT_EQ(refused.reason.field, "messages[0].role");
}

TEST(AppendCodec, AMessageBeyondTheLimitKeepsItsPlace) {
  AppendBody body{"talk", "tab"};
  body.addMessage(1, R"({"id":"m1","role":"user","createdAt":"2026-11-22T10:00:00Z","content":")" +
                         std::string(kLimit + 1, 'x') + "\"}");
  const auto read = decodeAppendRequest(std::move(body).finish(), kLimit);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(std::get<Unacceptable>(read.value().messages.front().body).reason.code,
            ErrorCode::MessageTooLarge);
}

TEST(AppendCodec, AnEnvelopeThatIsWrongNamesTheField) {
  const auto fieldOf = [](const std::string& json) {
    return decodeAppendRequest(json, kLimit).error().field;
  };
  EXPECT_EQ(fieldOf("[]"), "body");
  EXPECT_EQ(fieldOf(R"({"writer":"tab","messages":[]})"), "conversationId");
  EXPECT_EQ(fieldOf(R"({"conversationId":"talk","writer":"","messages":[]})"), "writer");
  EXPECT_EQ(fieldOf(requestWith("[]")), "messages");
  EXPECT_EQ(fieldOf(requestWith("{}")), "messages");
  EXPECT_EQ(fieldOf(requestWith("[7]")), "messages[0].seq");
  for (const char* seq : {"0", "-1", "1.5", "\"1\"", "9007199254740992", "1e300"}) {
    EXPECT_EQ(fieldOf(requestWith(std::string{"[{\"seq\":"} + seq + "}]")), "messages[0].seq") << seq;
  }
  EXPECT_EQ(fieldOf(requestWith(R"([{"seq":1,"tombstone":false}])")), "messages[0].tombstone");
}

TEST(AppendCodec, AnAnswerThatIsNoneSaysWhatItLooksLike) {
  const auto detailOf = [](const char* text) {
    const auto read = decodeAppendAnswer(text);
    EXPECT_EQ(read.error().code, ErrorCode::MalformedAnswer) << text;
    return read.error().detail;
  };
  EXPECT_NE(detailOf("<!doctype html><p>Sign in").find("HTML"), std::string::npos);
  EXPECT_NE(detailOf("").find("not valid JSON"), std::string::npos);
  EXPECT_NE(detailOf("{\"ok\":true}").find("conversationId"), std::string::npos);
  EXPECT_NE(detailOf("[]").find("conversationId"), std::string::npos);
  EXPECT_NE(
      detailOf(R"({"conversationId":"talk","writer":"tab","nextSeq":1,"results":[{"seq":1,"status":"ok"}]})")
          .find("results[0].status"),
      std::string::npos);
}

TEST(AppendCodec, AProblemComesBackAsItWasWritten) {
  const Problem problem{409, "sequence-gap", "A seq is missing", "expected 3", "messages[0].seq", 3, 7};
  const Problem read = decodeProblem(409, encodeProblem(problem));
  EXPECT_EQ(read.code, "sequence-gap");
  EXPECT_EQ(read.title, "A seq is missing");
  EXPECT_EQ(read.detail, "expected 3");
  EXPECT_EQ(read.field, "messages[0].seq");
  EXPECT_EQ(read.expected, 3U);
  EXPECT_EQ(read.received, 7U);
}

TEST(AppendCodec, AProblemsCodeIsAlsoReadFromItsType) {
  EXPECT_EQ(decodeProblem(409, R"({"type":"urn:holdfast:problem:sequence-gap"})").code, "sequence-gap");
}

TEST(AppendCodec, AnyAnswerThatIsNoProblemBecomesOne) {
  for (const char* body : {"", "<html>", "[]", "7", R"({"title":7,"code":[]})"}) {
    const Problem read = decodeProblem(502, body);
    EXPECT_EQ(read.status, 502) << body;
    EXPECT_EQ(read.code, "http-502") << body;
    EXPECT_FALSE(read.title.empty()) << body;
  }
}

TEST(AppendCodec, ATextThatIsNotJsonIsNoRequest) {
  EXPECT_EQ(decodeAppendRequest("{", kLimit).error().code, ErrorCode::InvalidJson);
  EXPECT_EQ(decodeAppendRequest(R"({"conversationId":"talk","writer":"tab"})", kLimit).error().field,
            "messages");
}

TEST(AppendCodec, AMessageWithoutAnIdKeepsItsPlaceToo) {
  const auto read = decodeAppendRequest(requestWith(R"([{"seq":1,"id":"no spaces"}])"), kLimit);
  ASSERT_TRUE(read.ok()) << read.error().detail;
  const auto& refused = std::get<Unacceptable>(read.value().messages.front().body);
  EXPECT_EQ(refused.id, "");
  EXPECT_EQ(refused.reason.field, "messages[0].id");
}

TEST(AppendCodec, AnAnswerThatIsWrongNamesTheField) {
  const auto fieldOf = [](const std::string& members) {
    return decodeAppendAnswer(R"({"conversationId":"talk")" + members + "}").error().field;
  };
  EXPECT_EQ(fieldOf(""), "writer");
  EXPECT_EQ(fieldOf(R"(,"writer":"tab","nextSeq":0)"), "nextSeq");
  EXPECT_EQ(fieldOf(R"(,"writer":"tab","nextSeq":1)"), "results");
  EXPECT_EQ(fieldOf(R"(,"writer":"tab","nextSeq":1,"results":{})"), "results");
  EXPECT_EQ(fieldOf(R"(,"writer":"tab","nextSeq":1,"results":[{"seq":0}])"), "results[0].seq");
}

}  // namespace
}  // namespace holdfast::codec
