// A quick operator new for the simulator alone, where a good third of the time would go into malloc and free.
//
// Small blocks are handed out of pages of one size each, and a freed one is the next that is given. No memory
// goes back to the system, and there is one thread. It hides what a sanitizer looks for, so only the preset
// `sim` has it (HOLDFAST_SIM_POOL).
#include <malloc.h>
#include <sys/mman.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kGrainBytes = 16;
constexpr std::size_t kLargestBytes = 2'048;
constexpr std::size_t kPageBytes = 64 * 1'024;
constexpr std::size_t kPages = 64 * 1'024;
constexpr int kKeptBytes = 32 * 1'024 * 1'024;

struct FreeBlock {
  FreeBlock* next;
};

/// Blocks of one size.
struct Shelf {
  FreeBlock* freed = nullptr;
  std::byte* fresh = nullptr;  ///< Of the page that is not used up.
  std::byte* end = nullptr;
};

class Pool {
 public:
  void* take(std::size_t bytes) {
    const std::size_t grains = bytes == 0 ? 1 : (bytes + kGrainBytes - 1) / kGrainBytes;
    Shelf& shelf = shelves_[grains];
    if (FreeBlock* block = shelf.freed) {
      shelf.freed = block->next;
      return block;
    }
    const std::size_t size = grains * kGrainBytes;
    if (static_cast<std::size_t>(shelf.end - shelf.fresh) < size && !addPage(shelf, grains)) return nullptr;
    std::byte* block = shelf.fresh;
    shelf.fresh += size;
    return block;
  }

  /// False where the block is none of the pool's.
  bool giveBack(void* block) noexcept {
    const auto offset = static_cast<std::size_t>(static_cast<std::byte*>(block) - begin_);
    if (begin_ == nullptr || offset >= kPages * kPageBytes) return false;
    Shelf& shelf = shelves_[grainsOf_[offset / kPageBytes]];
    shelf.freed = new (block) FreeBlock{shelf.freed};
    return true;
  }

 private:
  bool addPage(Shelf& shelf, std::size_t grains) {
    if (begin_ == nullptr) {
      // Only the addresses: a page of the system is there when it is first written to.
      void* all = mmap(nullptr, kPages * kPageBytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (all == MAP_FAILED) return false;
      begin_ = static_cast<std::byte*>(all);
      // What is larger is malloc's, which is to keep it too.
      mallopt(M_MMAP_THRESHOLD, kKeptBytes);
      mallopt(M_TRIM_THRESHOLD, kKeptBytes);
    }
    if (pages_ == kPages) return false;
    shelf.fresh = begin_ + pages_ * kPageBytes;
    shelf.end = shelf.fresh + kPageBytes;
    grainsOf_[pages_++] = static_cast<std::uint8_t>(grains);
    return true;
  }

  std::array<Shelf, kLargestBytes / kGrainBytes + 1> shelves_{};
  std::array<std::uint8_t, kPages> grainsOf_{};
  std::byte* begin_ = nullptr;
  std::size_t pages_ = 0;
};

constinit Pool pool;

}  // namespace

void* operator new(std::size_t bytes) {
  if (bytes <= kLargestBytes) {
    if (void* block = pool.take(bytes)) return block;
  }
  if (void* block = std::malloc(bytes)) return block;
  std::abort();
}

void operator delete(void* block) noexcept {
  if (!pool.giveBack(block)) std::free(block);
}

void operator delete(void* block, std::size_t /*bytes*/) noexcept {
  if (!pool.giveBack(block)) std::free(block);
}
