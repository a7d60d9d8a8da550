#include "TabLead.h"

#include <utility>

#include "World.h"

namespace holdfast::sim {

void TabLead::join() {
  if (std::exchange(joined_, true)) return;
  stand();
}

void TabLead::leave() {
  if (!std::exchange(joined_, false)) return;
  resign();
  drop();
}

void TabLead::claim() {
  if (!joined_ || leads_) return;
  ++term_;
  claimed_ = true;
  resign();
  world_.sim.note(Fault::LeadStolen);
  request_ = world_.lock.steal(tab_.id());
  tab_.saw(*request_);
}

void TabLead::giveBack() {
  if (claimed_) standAnew();
}

void TabLead::standAnew() {
  claimed_ = false;
  if (!joined_) return;
  resign();
  drop();
  stand();
}

void TabLead::fenced() {
  resign();
  lost();
}

void TabLead::granted(std::uint32_t request) {
  if (request_ != request) return;
  tab_.storage().takeLead(++term_);
}

void TabLead::stolen(std::uint32_t request) {
  if (request_ != request) return;
  request_ = std::nullopt;
  lost();
}

void TabLead::taken(std::uint32_t term, Fence fence) {
  if (term != term_ || !joined_) return;
  fence_ = fence;
  leads_ = true;
  tab_.storage().listParked(term_);
}

void TabLead::parkedListed(std::uint32_t term, ParkedFound parked) {
  if (term != term_ || !leads_) return;
  tab_.hand(std::move(parked));
  tab_.leadershipChanged(true);
}

void TabLead::stand() {
  if (request_) return;
  request_ = world_.lock.request(tab_.id());
  tab_.saw(*request_);
}

void TabLead::resign() {
  if (request_) world_.lock.release(*request_);
  request_ = std::nullopt;
}

void TabLead::drop() {
  ++term_;
  if (!std::exchange(leads_, false)) return;
  fence_ = 0;
  tab_.leadershipChanged(false);
}

void TabLead::lost() {
  drop();
  if (joined_) stand();
}

}  // namespace holdfast::sim
