package idp

import (
	"container/list"
	"time"
)

// kept remembers values for a while and never more than a number of them: a new one drives out the oldest.
type kept[V any] struct {
	most   int
	life   time.Duration
	now    func() time.Time
	values map[string]*list.Element
	order  *list.List // of held[V], the oldest first
}

type held[V any] struct {
	key   string
	value V
	until time.Time
}

func newKept[V any](most int, life time.Duration, now func() time.Time) *kept[V] {
	return &kept[V]{most: most, life: life, now: now, values: map[string]*list.Element{}, order: list.New()}
}

func (k *kept[V]) put(key string, value V) {
	k.remove(key)
	for oldest := k.order.Front(); oldest != nil; oldest = k.order.Front() {
		first := oldest.Value.(held[V])
		if k.order.Len() < k.most && k.now().Before(first.until) {
			break
		}
		k.remove(first.key)
	}
	k.values[key] = k.order.PushBack(held[V]{key, value, k.now().Add(k.life)})
}

func (k *kept[V]) get(key string) (value V, ok bool) {
	element, ok := k.values[key]
	if !ok {
		return value, false
	}
	found := element.Value.(held[V])
	if !k.now().Before(found.until) {
		k.remove(key)
		return value, false
	}
	return found.value, true
}

// take is get, once.
func (k *kept[V]) take(key string) (V, bool) {
	value, ok := k.get(key)
	k.remove(key)
	return value, ok
}

func (k *kept[V]) remove(key string) {
	if element, ok := k.values[key]; ok {
		k.order.Remove(element)
		delete(k.values, key)
	}
}

func (k *kept[V]) removeWhere(drop func(V) bool) {
	for element := k.order.Front(); element != nil; {
		next, entry := element.Next(), element.Value.(held[V])
		if drop(entry.value) {
			k.remove(entry.key)
		}
		element = next
	}
}
