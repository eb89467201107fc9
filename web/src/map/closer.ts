/** The most zooms that a click on points that stand for several goes closer. */
const most = 3;

/** The zoom to go to from one where points are gathered: two to three closer, to where tiles part them more, and never past the first at which none are. */
export const closer = (zoom: number, clusterBelow: number): number => Math.min(Math.floor(zoom) + most, clusterBelow);
