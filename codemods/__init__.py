"""The codemods that gofixmap brings: one module and one query each.

`nil_map.py` has what the codemod says of itself and its sieves, `_nil_map.py` what it does with
the code that these let through, which is loaded when there is some.
"""

from __future__ import annotations

CODEMODS: tuple[str, ...] = (
    "gofixmap_codemods.atomic_counter:AtomicCounter",
    "gofixmap_codemods.atomic_snapshot:AtomicSnapshot",
    "gofixmap_codemods.body_close:BodyClose",
    "gofixmap_codemods.bounded_cache:BoundedCache",
    "gofixmap_codemods.gen_close:GenClose",
    "gofixmap_codemods.loop_leak:LoopLeak",
    "gofixmap_codemods.loopvar:Loopvar",
    "gofixmap_codemods.map_alias:MapAlias",
    "gofixmap_codemods.map_mutex:MapMutex",
    "gofixmap_codemods.map_prealloc:MapPrealloc",
    "gofixmap_codemods.map_release:MapRelease",
    "gofixmap_codemods.map_value:MapValue",
    "gofixmap_codemods.map_writeback:MapWriteback",
    "gofixmap_codemods.nil_map:NilMap",
    "gofixmap_codemods.object_pool:ObjectPool",
    "gofixmap_codemods.pointer_receiver:PointerReceiver",
    "gofixmap_codemods.pprof_endpoint:PprofEndpoint",
    "gofixmap_codemods.shared_field:SharedField",
    "gofixmap_codemods.sync_map:SyncMap",
    "gofixmap_codemods.sync_pool:SyncPool",
    "gofixmap_codemods.unused_ignore:UnusedIgnore",
)
