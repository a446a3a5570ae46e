--- Samples of layers over tables of tensors (lampas.samples).
local LARGE, SMALL = { 64, 16, 64, 64 }, { 3, 4 }
local PAIR, SMALL_PAIR = { LARGE, LARGE }, { input = { SMALL, SMALL } }
local THREE, SMALL_THREE = { LARGE, LARGE, LARGE }, { input = { SMALL, SMALL, SMALL } }
local AWAY_FROM_ZERO = { 'uniform', 0.5, 2 }

return {
   { class = 'CAddTable', input = PAIR, small = SMALL_THREE },
   { id = 'CAddTable, in place', class = 'CAddTable', arguments = { true }, inplace = true, input = PAIR, small = SMALL_PAIR },
   { class = 'CMulTable', input = PAIR, small = SMALL_THREE },
   { id = 'CMulTable, a pair', class = 'CMulTable', input = PAIR, small = SMALL_PAIR },
   { class = 'CSubTable', input = PAIR, small = SMALL_PAIR },
   {
      class = 'CDivTable', input = { LARGE, { 64, 16, 64, 64, values = AWAY_FROM_ZERO } },
      small = { input = { SMALL, { 3, 4, values = AWAY_FROM_ZERO } } },
   },
   { class = 'CMaxTable', input = THREE, small = SMALL_THREE },
   { class = 'CMinTable', input = THREE, small = SMALL_THREE },
   { class = 'CAddTensorTable', input = { LARGE, PAIR }, small = { input = { SMALL, { SMALL, SMALL, SMALL } } } },
   { class = 'JoinTable', arguments = { 2 }, input = PAIR, small = { input = { { 3, 4 }, { 3, 2 } } } },
   { class = 'FlattenTable', input = { LARGE, PAIR }, small = { input = { SMALL, { SMALL, { SMALL } } } } },
   { class = 'ZipTable', input = { PAIR, PAIR }, small = { input = { { SMALL, SMALL }, { SMALL, SMALL }, { SMALL, SMALL } } } },
   { class = 'ZipTableOneToMany', input = { LARGE, PAIR }, small = { input = { SMALL, { SMALL, SMALL } } } },
   {
      class = 'MixtureTable', input = { { 256, 4 }, { { 256, 4096 }, { 256, 4096 }, { 256, 4096 }, { 256, 4096 } } },
      small = { input = { { 5, 3 }, { { 5, 2, 3 }, { 5, 2, 3 }, { 5, 2, 3 } } } },
   },
   {
      id = 'MixtureTable, experts in one tensor', class = 'MixtureTable', arguments = { 2 }, input = { { 256, 4 }, { 256, 4, 4096 } },
      small = { input = { { 5, 3 }, { 5, 3, 4 } } },
   },
   {
      id = 'MixtureTable, one sample', class = 'MixtureTable', input = { { 16 }, { 16, 65536 } }, small = { input = { { 3 }, { 3, 4 } } },
   },
}
