--- Samples of linear and similar layers (lampas.samples).

-- 2 operations for each weight and sample.
local function multiplyAdds(module, input)
   return 2 * module.weight:nElement() * input:size(1)
end

return {
   {
      class = 'Linear', arguments = { 1024, 1024 }, input = { 128, 1024 }, flops = multiplyAdds,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
}
