#include "codec/ConversationCodec.h"

#include <gtest/gtest.h>

namespace holdfast::codec {
namespace {

TEST(ConversationCodec, AnAnswerIsAboutTheConversationThatItNames) {
  EXPECT_TRUE(isConversation(R"({"id":"talk","title":"A talk"})", "talk"));
  EXPECT_FALSE(isConversation(R"({"id":"other","title":"A talk"})", "talk"));
}

TEST(ConversationCodec, WhatIsNoConversationIsAboutNone) {
  for (const char* text : {"", "<html>", "null", "7", R"("talk")", R"(["talk"])", "{}", R"({"id":7})"})
    EXPECT_FALSE(isConversation(text, "talk")) << text;
}

}  // namespace
}  // namespace holdfast::codec
