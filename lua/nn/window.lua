--- How many positions a sliding window has.
local window = {}

--- Positions along one dimension.
-- @param size of the input
-- @param kernel size of the window
-- @param stride step between windows
-- @param pad added at both ends
-- @param dilation distance of the window's elements (1)
-- @param ceil true: a last window may reach beyond the end, but not start in the padding there
function window.count(size, kernel, stride, pad, dilation, ceil)
   local reach = size + 2 * pad - ((dilation or 1) * (kernel - 1) + 1)
   if not ceil then
      return math.floor(reach / stride) + 1
   end
   local n = math.ceil(reach / stride) + 1
   if pad > 0 and (n - 1) * stride >= size + pad then
      n = n - 1
   end
   return n
end

return window
