//! How words are cut into shards: by what they begin with.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Something with a name and a size.
pub(super) trait Item {
    fn name(&self) -> &str;
    fn size(&self) -> u64;
}

/// Cuts sorted items into groups that are small enough, each named by what its items begin with.
pub(super) fn cut<'a, T: Item>(
    items: &'a [T],
    name: usize,
    limit: u64,
    longest: usize,
    cuts: &mut BTreeMap<&'a str, Vec<&'a T>>,
) {
    let Some(first) = items.first() else { return };
    let prefix = &first.name()[..name];
    let mut left: u64 = items.iter().map(Item::size).sum();
    let next = |item: &'a T| item.name()[name..].chars().next();
    let mut groups: Vec<&[T]> =
        items.chunk_by(|a, b| a.name()[name..].chars().next() == b.name()[name..].chars().next()).collect();
    let size = |group: &[T]| group.iter().map(Item::size).sum::<u64>();
    groups.sort_by_key(|group| Reverse(size(group)));
    let mut rest: Vec<&T> = Vec::new();
    for group in groups {
        match next(&group[0]) {
            Some(letter) if left > limit && prefix.chars().count() < longest => {
                left -= size(group);
                cut(group, name + letter.len_utf8(), limit, longest, cuts);
            }
            _ => rest.extend(group),
        }
    }
    if !rest.is_empty() {
        rest.sort_by(|a, b| a.name().cmp(b.name()));
        cuts.insert(prefix, rest);
    }
}
