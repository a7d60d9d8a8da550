#include "http/HttpResponse.h"

#include "codec/AppendCodec.h"

namespace holdfast::server {

HttpResponse jsonResponse(int status, std::string body) {
  return {status, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, std::move(body)};
}

HttpResponse problemResponse(const Problem& problem, const std::string& retryAfter) {
  HttpResponse response{problem.status,
                        {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}},
                        codec::encodeProblem(problem),
                        problem.code};
  if (!retryAfter.empty()) response.headers.emplace_back("retry-after", retryAfter);
  return response;
}

Problem problemOf(const Error& error) {
  Problem problem{400, std::string{nameOf(error.code)}, "A field is missing or wrong", error.detail,
                  error.field};
  if (error.code == ErrorCode::InvalidJson) problem.title = "The body is not JSON";
  if (error.code == ErrorCode::MessageTooLarge) {
    problem.status = 413;
    problem.title = "A message is too large";
  }
  return problem;
}

}  // namespace holdfast::server
