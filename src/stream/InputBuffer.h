// Where the bytes of a stream are put, behind those that are not used up yet: a line that the network cut in
// two lies in one piece, and what is whole is never moved.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace holdfast {

class InputBuffer {
 public:
  /// Room for `bytes` bytes, right behind the rest(). Valid until the next call.
  char* room(std::size_t bytes) {
    if (bytes_.size() - end_ < bytes) makeRoom(bytes);
    return bytes_.data() + end_;
  }

  /// So many bytes were put into room().
  void commit(std::size_t bytes) noexcept { end_ += bytes; }

  void append(std::string_view bytes) {
    bytes.copy(room(bytes.size()), bytes.size());
    commit(bytes.size());
  }

  /// What is not used up. Valid until the next room() or append().
  [[nodiscard]] std::string_view rest() const noexcept {
    return std::string_view{bytes_}.substr(begin_, end_ - begin_);
  }

  /// The first `bytes` bytes of the rest are used up.
  void drop(std::size_t bytes) noexcept {
    begin_ += bytes;
    if (begin_ == end_) begin_ = end_ = 0;
  }

 private:
  void makeRoom(std::size_t bytes) {
    std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
              bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
    end_ -= begin_;
    begin_ = 0;
    // A line that grows and grows is copied a logarithmic number of times.
    if (bytes_.size() - end_ < bytes) bytes_.resize(std::max(end_ + bytes, 2 * end_));
  }

  std::string bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace holdfast
