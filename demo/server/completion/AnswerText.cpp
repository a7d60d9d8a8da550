#include "completion/AnswerText.h"

#include <algorithm>
#include <array>

#include "codec/MessageCodec.h"
#include "services/Utf8.h"

namespace holdfast::server {

namespace {

constexpr std::size_t kQuotedCharacters = 240;

constexpr std::array<std::string_view, 4> kOpenings{
    "Good that you bring this up. You wrote:", "Let us take this one step at a time. What I heard is:",
    "Happy to help with that. This is what I am answering:",
    "Interesting. To be sure that I have it right, here are your words:"};

constexpr std::array<std::string_view, 4> kReflections{
    "The core of it seems to be **what has to hold in the end**, rather than how we get there. Once that is "
    "clear, "
    "most of the smaller choices follow from it, and the rest can be changed later without much pain.",
    "There are usually two parts to this: *what happens when everything works*, and *what happens when "
    "something "
    "breaks in the middle*. The second part is the one that deserves the attention.",
    "I would start with the smallest version that is useful on its own, look at it with fresh eyes, and only "
    "then "
    "decide what comes next. It is surprising how often the next step turns out to be a different one.",
    "It helps to separate what you **know** from what you **assume**. Each assumption that can be checked "
    "within a "
    "few minutes is worth checking before anything is built on top of it."};

constexpr std::array<std::string_view, 4> kLists{
    "A way forward:\n\n- write down the result that you want, in one sentence\n- list what could go wrong on "
    "the way "
    "there\n- take the riskiest item first, while there is still time to change course\n\n",
    "Three things that I would look at:\n\n1. who is going to use it, and on what kind of day\n2. what it "
    "costs when it "
    "is wrong, compared with when it is late\n3. how you will notice that it works\n\n",
    "In short:\n\n- keep what already works\n- change one thing at a time, and measure before and after\n- "
    "leave a note "
    "for the person who comes next (it may be you)\n\n",
    "Some questions worth an answer:\n\n- what would make this **obviously** a success?\n- which part could "
    "be left out "
    "without anybody missing it?\n- what have others tried, and where did they stop?\n\n"};

constexpr std::string_view kCode =
    "As a sketch, in code:\n\n```js\nasync function tryAgain(work, attempts = 3) {\n  for (let attempt = 1; "
    "; attempt += 1) "
    "{\n    try {\n      return await work();\n    } catch (error) {\n      if (attempt === attempts) throw "
    "error;\n"
    "      await pause(2 ** attempt * 100);\n    }\n  }\n}\n```\n\n";

constexpr std::string_view kTable =
    "Side by side:\n\n| approach | effort | risk |\n| --- | --- | --- |\n| leave it as it is | none | grows "
    "with time |\n"
    "| a small change, well tested | a day | low |\n| start again from nothing | weeks | high, and hard to "
    "see |\n\n";

constexpr std::array<std::string_view, 4> kClosings{
    "Shall I go into one of these in more detail?",
    "Tell me where this misses the point, and I will try again.", "What would you like to look at first?",
    "If you give me an example, I can be more concrete."};

const Message* lastOfUser(const std::vector<Message>& messages) {
  const auto found = std::find_if(messages.rbegin(), messages.rend(),
                                  [](const Message& message) { return message.role == Role::User; });
  return found == messages.rend() ? nullptr : &*found;
}

bool mentions(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

std::string quote(std::string_view content) {
  // Five times the length that is shown is enough to fill it, however much of it is white space.
  const std::string line = collapseSpaces(firstCharacters(content, kQuotedCharacters * 5));
  return "> " + shorten(line.empty() ? "(nothing at all)" : line, kQuotedCharacters) + "\n\n";
}

}  // namespace

std::uint64_t hashMessages(const std::vector<Message>& messages) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto mix = [&hash](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ 0xFF) * 1099511628211ULL;
  };
  for (const Message& message : messages) {
    mix(codec::nameOf(message.role));
    mix(message.content);
  }
  return hash ^ (hash >> 32);
}

std::string composeAnswer(const std::vector<Message>& messages) {
  const std::uint64_t hash = hashMessages(messages);
  const auto pick = [hash](const auto& choices, unsigned shift) {
    return choices[(hash >> shift) % choices.size()];
  };
  const Message* said = lastOfUser(messages);
  const std::string_view content = said != nullptr ? std::string_view{said->content} : std::string_view{};

  std::string answer{pick(kOpenings, 0)};
  answer += "\n\n";
  answer += quote(content);
  answer += pick(kReflections, 4);
  answer += "\n\n";
  answer += pick(kLists, 8);
  const std::uint64_t extra = (hash >> 12) % 3;
  if (mentions(content, "code") || extra == 0) answer += kCode;
  if (mentions(content, "table") || extra == 1) answer += kTable;
  answer += pick(kClosings, 16);
  return answer;
}

std::vector<std::string_view> splitIntoTokens(std::string_view answer) {
  std::vector<std::string_view> tokens;
  constexpr std::string_view kSpaces = " \n";
  while (!answer.empty()) {
    const std::size_t wordEnd = answer.find_first_of(kSpaces);
    const std::size_t end = std::min(answer.find_first_not_of(kSpaces, wordEnd), answer.size());
    tokens.push_back(answer.substr(0, end));
    answer.remove_prefix(end);
  }
  return tokens;
}

}  // namespace holdfast::server
