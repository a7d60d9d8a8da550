#include "stream/JsonPaths.h"

#include <algorithm>
#include <charconv>

namespace holdfast {

Result<JsonPaths> JsonPaths::parse(std::span<const std::string_view> paths) {
  JsonPaths parsed;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (paths[i].empty() || parsed.add(paths[i], static_cast<Slot>(i))) continue;
    return Error{ErrorCode::InvalidField,
                 "\"" + std::string{paths[i].substr(0, kMaxPathBytes)} +
                     "\" is no path such as `choices[0].delta.content`, or leads where another path does"};
  }
  return parsed;
}

JsonPaths::Place JsonPaths::member(Place of, std::string_view name) const noexcept {
  for (const auto& [known, place] : nodes_[of].members) {
    if (known == name) return place;
  }
  return kNowhere;
}

JsonPaths::Place JsonPaths::element(Place of, std::uint32_t index) const noexcept {
  const Node& node = nodes_[of];
  return node.index.value_or(index) == index ? node.element : kNowhere;
}

bool JsonPaths::add(std::string_view path, Slot slot) {
  if (path.size() > kMaxPathBytes) return false;
  Place place = kTop;
  bool first = true;
  while (!path.empty()) {
    if (path.front() == '[') {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos) return false;
      const std::optional<Place> element = addElement(place, path.substr(1, close - 1));
      if (!element) return false;
      place = *element;
      path.remove_prefix(close + 1);
    } else {
      if (!first && path.front() != '.') return false;
      if (!first) path.remove_prefix(1);
      const std::size_t size = std::min(path.find_first_of(".["), path.size());
      if (size == 0) return false;
      place = addMember(place, path.substr(0, size));
      path.remove_prefix(size);
    }
    first = false;
  }
  if (nodes_[place].slot) return false;
  nodes_[place].slot = slot;
  return true;
}

std::optional<JsonPaths::Place> JsonPaths::addElement(Place of, std::string_view text) {
  std::optional<std::uint32_t> index;
  if (text != "*") {
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    index = number;
  }
  const bool isNew = nodes_[of].element == kNowhere;
  if (!isNew && nodes_[of].index != index) return std::nullopt;
  if (isNew) {
    const Place element = addNode();
    nodes_[of].element = element;
    nodes_[of].index = index;
  }
  return nodes_[of].element;
}

JsonPaths::Place JsonPaths::addMember(Place of, std::string_view name) {
  if (const Place known = member(of, name); known != kNowhere) return known;
  const Place place = addNode();
  nodes_[of].members.emplace_back(name, place);
  return place;
}

JsonPaths::Place JsonPaths::addNode() {
  nodes_.emplace_back();
  return static_cast<Place>(nodes_.size() - 1);
}

}  // namespace holdfast
