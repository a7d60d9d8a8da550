// The places of a JSON document whose values somebody wants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "holdfast/Error.h"

namespace holdfast {

/// Paths from the top of a document, such as `choices[*].delta.content`: names of members behind dots, `[2]`
/// for one element of an array and `[*]` for each. The n-th path is slot n; an empty one leads nowhere.
class JsonPaths {
 public:
  /// A place on the way down.
  using Place = std::uint16_t;
  using Slot = std::uint8_t;

  /// Where no path leads.
  static constexpr Place kNowhere = 0;
  static constexpr Place kTop = 1;
  static constexpr std::size_t kMaxPathBytes = 256;

  /// REQUIRES: at most 255 paths. Errors: InvalidField, with the path in the detail.
  static Result<JsonPaths> parse(std::span<const std::string_view> paths);

  [[nodiscard]] Place member(Place of, std::string_view name) const noexcept;
  [[nodiscard]] Place element(Place of, std::uint32_t index) const noexcept;
  [[nodiscard]] std::optional<Slot> slotOf(Place place) const noexcept { return nodes_[place].slot; }

 private:
  struct Node {
    std::vector<std::pair<std::string, Place>> members;
    Place element = kNowhere;
    /// Which element; none for all of them.
    std::optional<std::uint32_t> index;
    std::optional<Slot> slot;
  };

  JsonPaths() : nodes_(2) {}
  [[nodiscard]] bool add(std::string_view path, Slot slot);
  std::optional<Place> addElement(Place of, std::string_view index);
  Place addMember(Place of, std::string_view name);
  Place addNode();

  std::vector<Node> nodes_;
};

}  // namespace holdfast
