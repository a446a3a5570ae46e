--- Samples of criteria (lampas.samples).

return {
   {
      class = 'ClassNLLCriterion', input = { 512, 1000 }, target = { 512, values = { 'integers', 1, 1000 } },
      small = { input = { 4, 5 }, target = { 4, values = { 'integers', 1, 5 } } },
   },
   {
      class = 'MSECriterion', input = { 512, 1000 }, target = { 512, 1000 }, small = { input = { 4, 5 }, target = { 4, 5 } },
   },
   {
      class = 'BCECriterion', input = { 512, 1000, values = { 'uniform', 0, 1 } }, target = { 512, 1000, values = { 'uniform', 0, 1 } },
      small = { input = { 4, 5, values = { 'uniform', 0.1, 0.9 } }, target = { 4, 5, values = { 'uniform', 0, 1 } } },
   },
   {
      class = 'CrossEntropyCriterion', input = { 512, 1000 }, target = { 512, values = { 'integers', 1, 1000 } },
      small = { input = { 4, 5 }, target = { 4, values = { 'integers', 1, 5 } } },
   },
}
